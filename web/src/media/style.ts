import { adopt } from '../style/adopt.ts'
import css from '../style/making.css' with { type: 'text' }

adopt(css)
