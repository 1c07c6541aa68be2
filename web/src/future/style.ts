import { adopt } from '../style/adopt.ts'
import css from '../style/future.css' with { type: 'text' }

adopt(css)
