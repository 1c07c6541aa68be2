import { useEffect, useRef, useState } from 'preact/hooks'
import { Dialog } from '../pieces/dialog.tsx'
import { Icon } from '../pieces/icon.tsx'
import { IconButton } from '../pieces/icon-button.tsx'
import { mediaWords } from '../words/media.ts'
import { fileDate } from '../words/words.ts'
import { useDevice } from './device.ts'
import { DeviceProblem } from './device-problem.tsx'

interface Props {
  onFile: (file: File) => void
  onClose: () => void
}

type Facing = 'user' | 'environment'

/** Takes a photo; one looks at it before it is added to the message. */
export function Camera({ onFile, onClose }: Props) {
  const camera = useDevice()
  const [photo, setPhoto] = useState<File | null>(null)
  const [facing, setFacing] = useState<Facing>('user')
  function begin(towards = facing) {
    setPhoto(null)
    setFacing(towards)
    void camera.open({ video: { facingMode: towards, width: { ideal: 1920 }, height: { ideal: 1440 } } })
  }
  useEffect(() => begin(), [])
  return (
    <Dialog title={mediaWords.takePhoto} onClose={onClose}>
      {camera.problem && <DeviceProblem text={camera.problem} onRetry={() => begin()} />}
      {!camera.problem && !camera.stream && !photo && <p class="soft">{mediaWords.asking}</p>}
      {camera.stream && (
        <Finder
          stream={camera.stream}
          mirrored={facing === 'user'}
          onTurn={() => begin(facing === 'user' ? 'environment' : 'user')}
          onPhoto={(file) => {
            camera.close()
            setPhoto(file)
          }}
        />
      )}
      {photo && (
        <Looking
          photo={photo}
          onAgain={() => begin()}
          onAdd={() => {
            onFile(photo)
            onClose()
          }}
        />
      )}
    </Dialog>
  )
}

interface FinderProps {
  stream: MediaStream
  /** As in a mirror, so that one finds oneself; the photo is as others see one. */
  mirrored: boolean
  onTurn: () => void
  onPhoto: (photo: File) => void
}

function Finder({ stream, mirrored, onTurn, onPhoto }: FinderProps) {
  const finder = useRef<HTMLVideoElement>(null)
  const [cameras, setCameras] = useState(1)
  const [ready, setReady] = useState(false)
  useEffect(() => {
    finder.current!.srcObject = stream
    // Only after one was allowed does a browser say how many there are.
    void navigator.mediaDevices
      .enumerateDevices()
      .then((all) => setCameras(all.filter(({ kind }) => kind === 'videoinput').length))
      .catch(() => {})
  }, [stream])
  async function shoot() {
    const { videoWidth: width, videoHeight: height } = finder.current!
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    canvas.getContext('2d')!.drawImage(finder.current!, 0, 0)
    const name = `${mediaWords.photoName(fileDate(Date.now()))}.jpg`
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.9))
    if (blob) onPhoto(new File([blob], name, { type: 'image/jpeg' }))
  }
  return (
    <div class="finder">
      <video
        ref={finder}
        autoplay
        muted
        playsInline
        data-mirrored={mirrored || undefined}
        aria-label={mediaWords.cameraView}
        onLoadedData={() => setReady(true)}
      />
      <div class="finder-row">
        <button
          type="button"
          class="shutter"
          aria-label={mediaWords.shutter}
          title={mediaWords.shutter}
          disabled={!ready}
          onClick={shoot}
        >
          <Icon shape="camera" size={26} />
        </button>
        {cameras > 1 && <IconButton shape="turn" label={mediaWords.otherCamera} onClick={onTurn} />}
      </div>
    </div>
  )
}

function Looking({ photo, onAgain, onAdd }: { photo: File; onAgain: () => void; onAdd: () => void }) {
  const [src, setSrc] = useState('')
  useEffect(() => {
    const address = URL.createObjectURL(photo)
    setSrc(address)
    return () => URL.revokeObjectURL(address)
  }, [photo])
  return (
    <div class="finder">
      {src && <img src={src} alt={mediaWords.yourPhoto} />}
      <div class="buttons">
        <button type="button" class="button" onClick={onAgain}>
          {mediaWords.again}
        </button>
        <button type="button" class="button primary" onClick={onAdd}>
          {mediaWords.add}
        </button>
      </div>
    </div>
  )
}
