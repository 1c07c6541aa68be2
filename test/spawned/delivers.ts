/**
 * Delivers what is due, so many at a time, and is killed at a step of the n-th transaction; without a step it delivers
 * everything and ends: `bun delivers.ts <most> [<step> <n>]`
 */
import { openHouse } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { deliverAllDue } from '../../src/scheduled/alarm.ts'

const [most, at, nth] = process.argv.slice(2)
let before = Number(nth ?? Number.POSITIVE_INFINITY)

function die(step: string) {
  if (step === at && --before === 0) process.kill(process.pid, 'SIGKILL')
}

const { house, close } = await openHouse(readConfig(), { beforeCommit: () => die('numbered') })
house.tail.listen({
  entry({ kind }) {
    if (kind === 'message.sent') die('published')
  },
})
await deliverAllDue(house, Number(most), die)
await close()
