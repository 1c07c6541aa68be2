import { readBytes } from '../http/body.ts'
import { type Endpoint, endpoint, openEndpoint } from '../http/endpoint.ts'
import { text, z } from '../http/schemas.ts'
import { Me, toMe } from '../users/user.ts'
import { mostGiven, servePicture, setPicture, takePicture } from './pictures.ts'

const binary = z.any().openapi({ type: 'string', format: 'binary' })

export const pictureRoutes: Endpoint[] = [
  endpoint({
    method: 'put',
    path: '/api/v1/users/me/picture',
    tag: 'users',
    summary: 'Set my picture',
    description: 'The body is a PNG, JPEG, GIF or WebP file.',
    takes: 'image/*',
    body: binary.optional(),
    answer: Me,
    async run(house, { actor, request }) {
      const given = await readBytes(request, mostGiven(house.config))
      const bytes = await takePicture(given, house.config)
      return house.commit(async (tx) => toMe(await setPicture(tx, actor.id, bytes)))
    },
  }),
  endpoint({
    method: 'delete',
    path: '/api/v1/users/me/picture',
    tag: 'users',
    summary: 'Remove my picture',
    answer: Me,
    run: (house, { actor }) => house.commit(async (tx) => toMe(await setPicture(tx, actor.id, null))),
  }),
  openEndpoint({
    method: 'get',
    path: '/media/pictures/{picture}',
    tag: 'media',
    summary: 'A picture',
    description: 'Its address cannot be guessed; who knows it may see it.',
    params: z.object({ picture: text(40, 1) }),
    gives: 'image/*',
    run: ({ db }, { params }) => servePicture(db, params.picture),
  }),
]
