/** What stands for a player: a cross, a ring, or a disc; drawn so that nobody needs to tell colours apart. */
export function Piece({ mark }: { mark: string }) {
  return (
    <svg class="piece" viewBox="0 0 40 40" data-mark={mark} aria-hidden="true">
      {mark === 'X' && <path d="M10 10l20 20M30 10L10 30" pathLength="1" />}
      {mark === 'O' && <circle cx="20" cy="20" r="11" pathLength="1" />}
      {mark === 'red' && (
        <>
          <circle class="disc" cx="20" cy="20" r="18" />
          <circle class="rim" cx="20" cy="20" r="11" />
        </>
      )}
      {mark === 'yellow' && (
        <>
          <circle class="disc" cx="20" cy="20" r="18" />
          <path class="rim" d="M20 9l9.5 16.5h-19z" />
        </>
      )}
    </svg>
  )
}

/** A cross and a ring, where other drawings stand for something to do. */
export function GameIcon() {
  return (
    <svg class="icon" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3 3l7 7M10 3l-7 7M17.5 14a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM3 17.5h7M17.5 3v7" />
    </svg>
  )
}

/** A bubble, where other drawings stand for something to do. */
export function ChatIcon() {
  return (
    <svg class="icon" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M6 4.5h12A2.5 2.5 0 0 1 20.5 7v7.5A2.5 2.5 0 0 1 18 17h-6l-5 3.5V17H6a2.5 2.5 0 0 1-2.5-2.5V7A2.5 2.5 0 0 1 6 4.5zM8 9.5h8M8 12.5h5" />
    </svg>
  )
}

const samples: Record<string, (string | null)[][]> = {
  'tic-tac-toe': [
    ['X', null, 'O'],
    [null, 'X', null],
    ['O', null, 'X'],
  ],
  'connect-four': [
    [null, null, null, null],
    [null, 'yellow', null, null],
    ['red', 'red', null, 'yellow'],
    ['yellow', 'red', 'red', 'yellow'],
  ],
}

/** A small board that says which game it is. */
export function Emblem({ gameKey }: { gameKey: string }) {
  const rows = samples[gameKey] ?? []
  return (
    <span class="emblem" data-game={gameKey} aria-hidden="true" style={{ '--columns': rows[0]?.length ?? 1 }}>
      {rows.flatMap((row, r) =>
        row.map((mark, c) => <span key={`${r} ${c}`}>{mark && <Piece mark={mark} />}</span>),
      )}
    </span>
  )
}
