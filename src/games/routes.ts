import type { Endpoint } from '../http/endpoint.ts'
import { catalogueRoutes } from './catalogue-routes.ts'
import { roomRoutes } from './room-routes.ts'
import { scoreRoutes } from './score-routes.ts'

export const gameRoutes: Endpoint[] = [...catalogueRoutes, ...roomRoutes, ...scoreRoutes]
