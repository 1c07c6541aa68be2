import '../future/style.ts'
import { adopt } from '../style/adopt.ts'
import css from '../style/together.css' with { type: 'text' }

adopt(css)
