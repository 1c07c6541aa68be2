import type { Endpoint } from '../http/endpoint.ts'
import type { House } from '../http/house.ts'
import { libraryRoutes } from './library-routes.ts'
import { pictureRoutes } from './picture-routes.ts'
import { resumableRoutes } from './resumable-routes.ts'
import { openSenders } from './senders.ts'
import { openSigner } from './sign.ts'
import type { Storage } from './storage/storage.ts'

/** Everything that may be asked about media. */
export function mediaRoutes(house: House, storage: Storage): Endpoint[] {
  const signer = openSigner(house.secrets.mediaKey, house.clock)
  return [
    ...pictureRoutes,
    // Before the others: "uploads" is no id of a medium.
    ...resumableRoutes(storage, openSenders()),
    ...libraryRoutes(storage, signer),
  ]
}
