const here = `${location.origin}/api/v1`
const state = document.getElementById('state')
const stateText = document.getElementById('state-text')

for (const code of document.querySelectorAll('.step code'))
  code.textContent = code.textContent.replace('http://127.0.0.1:3000/api/v1', here)

for (const step of document.querySelectorAll('.step')) {
  const what = step.querySelector('p').textContent
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copy'
  button.setAttribute('aria-label', `Copy: ${what}`)
  button.addEventListener('click', () => copy(step.querySelector('code'), button))
  step.append(button)
}

/** Without a secure origin a page may not write to the clipboard; then the lines are marked for the person to copy. */
async function copy(code, button) {
  try {
    await navigator.clipboard.writeText(code.textContent)
    button.textContent = 'Copied'
  } catch {
    getSelection().selectAllChildren(code)
    button.textContent = 'Marked'
  }
  setTimeout(() => (button.textContent = 'Copy'), 2000)
}

function show(how, text) {
  state.dataset.state = how
  stateText.textContent = text
}

async function askHealth() {
  try {
    const answer = await fetch('/healthz', { cache: 'no-store' })
    const said = await answer.json()
    if (answer.ok) show('good', `This server works · version ${said.version}`)
    else show('bad', `This server does not work just now: ${said.detail}`)
  } catch {
    show('bad', 'This server does not answer')
  }
}

askHealth()
setInterval(() => document.hidden || askHealth(), 30_000)
