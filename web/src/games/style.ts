import { adopt } from '../style/adopt.ts'
import css from '../style/games.css' with { type: 'text' }

adopt(css)
