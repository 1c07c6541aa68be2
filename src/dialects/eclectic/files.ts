import { gather } from '../../http/body.ts'
import { change, type Endpoint, endpoint, openEndpoint } from '../../http/endpoint.ts'
import { z } from '../../http/schemas.ts'
import { openForm } from '../../media/multipart.ts'
import { cleanPicture } from '../../media/pictures.ts'
import { Problem } from '../../problem.ts'
import { addFile, fileName, removeFile, serveFile } from '../../site/files.ts'
import { requireAdmin } from '../../users/moderate.ts'
import { Done, done, wrap, wrapped } from './envelope.ts'

const tag = 'eclectic'
const oneFile = z.object({ file: fileName })

export const fileCalls: Endpoint[] = [
  endpoint({
    method: 'post',
    path: '/upload',
    tag,
    summary: 'Put a picture up, as an admin',
    description:
      'A form with one file in it, called `file`: PNG, JPEG, GIF or WebP. Its name is its address.',
    takes: 'multipart/form-data',
    body: z.any().optional(),
    answer: wrapped(z.object({ filename: z.string(), url: z.string() })),
    async run(house, { actor, request }) {
      await requireAdmin({ db: house.db.reader }, actor)
      const form = await openForm(request.headers.get('content-type'), request.body)
      const named = fileName.safeParse(form.name)
      if (!named.success) throw new Problem('invalid', `file: ${named.error.issues[0]!.message}`)
      const most = house.config.maxPictureBytes
      const tooLarge = () => new Problem('too_large', `A picture must not have more than ${most} bytes`)
      const bytes = await cleanPicture(await gather(form.bytes, most, tooLarge))
      await house.commit((tx) => addFile(tx, actor, named.data, bytes))
      return wrap('File uploaded', { filename: named.data, url: `/files/${encodeURIComponent(named.data)}` })
    },
  }),
  openEndpoint({
    method: 'get',
    path: '/files/{file}',
    tag,
    summary: 'A picture, by its name',
    params: oneFile,
    gives: 'image/*',
    run: ({ db }, { params }) => serveFile(db, params.file),
  }),
  change({
    method: 'delete',
    path: '/delete/{file}',
    tag,
    summary: 'Take a picture down, as an admin',
    params: oneFile,
    answer: Done,
    async change(tx, { actor, params }) {
      await removeFile(tx, actor, params.file)
      return done('File deleted')
    },
  }),
]
