import { useEffect, useRef, useState } from 'preact/hooks'
import { ParleyProblem } from '../../../sdk/src/parley.ts'
import { mended, parley } from '../line/line.ts'

interface Addresses {
  url: string
  thumbnail_url: string | null
}

/** So often in a row new addresses may be no good before we believe that the file is. */
const MOST = 2

/**
 * Where a file is. Addresses are good for some minutes, and browsers remember where they were led: when one fails, a new one is
 * asked for. `gone` when there is none.
 */
export function useAddress(id: string, part: 'content' | 'thumbnail') {
  const own = `/api/v1/media/${id}/${part}`
  const [src, setSrc] = useState(own)
  const [gone, setGone] = useState(false)
  const tries = useRef(0)

  async function onError() {
    if (tries.current++ >= MOST) return setGone(true)
    try {
      const { url, thumbnail_url } = await parley().request<Addresses>('GET', `/api/v1/media/${id}`)
      setSrc(part === 'thumbnail' && thumbnail_url ? thumbnail_url : url)
    } catch (problem) {
      if (problem instanceof ParleyProblem && problem.problem.status === 404) setGone(true)
    }
  }

  function onLoad() {
    tries.current = 0
  }

  // What failed while there was no line has not failed.
  const since = mended.value
  useEffect(() => {
    if (tries.current === 0) return
    tries.current = 0
    setGone(false)
    setSrc(`${own}?again=${since}`)
  }, [since])
  return { src, gone, onError, onLoad }
}
