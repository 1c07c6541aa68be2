import { adopt } from '../style/adopt.ts'
import css from '../style/settings.css' with { type: 'text' }

adopt(css)
