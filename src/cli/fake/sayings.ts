import type { Faker } from '@faker-js/faker'

type Saying = (faker: Faker) => string

const when = (faker: Faker) =>
  faker.helpers.arrayElement(['today', 'tomorrow', 'tonight', 'next week', faker.date.weekday()])

/** Begins a conversation. */
const openings: Saying[] = [
  (f) => `Are we still on for ${when(f)}?`,
  (f) => `Who is coming ${when(f)}?`,
  (f) => `Has anybody been to ${f.location.city()} lately?`,
  (f) => `I finished ${f.book.title()}. What shall we read next?`,
  (f) => `Can somebody lend me a ${f.commerce.product().toLowerCase()} until ${f.date.weekday()}?`,
  (f) => `I made ${f.food.dish().toLowerCase()}, there is plenty left`,
  (f) => `Listening to ${f.music.songName()} all day`,
  (f) => `The train to ${f.location.city()} is ${f.number.int({ min: 5, max: 90 })} minutes late`,
  (f) => `Good morning! ${f.helpers.arrayElement(['☀️', '🌧️', '❄️', '🌈'])}`,
  (f) => `We saw a ${f.animal.bird().toLowerCase()} in the garden`,
  (f) => `Does ${f.number.int({ min: 6, max: 9 })} o'clock suit everybody?`,
  (f) => `I will be in ${f.location.city()} ${when(f)}, lunch?`,
  (f) => `Has somebody seen my ${f.color.human()} scarf?`,
]

/** Goes on with one. */
const answers: Saying[] = [
  () => 'Yes!',
  () => 'Sounds good to me',
  () => 'Sorry, I only see this now',
  () => 'On my way',
  () => 'Let me ask at home first',
  () => '😂',
  () => 'Thank you so much 🙏',
  (f) => `Not before ${f.date.weekday()}, I am afraid`,
  (f) => `That was ${f.word.adjective()}`,
  (f) => `I would rather have ${f.food.dish().toLowerCase()}`,
  (f) => `My ${f.animal.dog().toLowerCase()} would love that`,
  (f) => `See you ${when(f)} then`,
  (f) => `Ask ${f.person.firstName()}, she knows`,
  (f) => `It is at ${f.location.streetAddress()}`,
  (f) => `I can bring the ${f.food.ingredient()}`,
  (f) => `About ${f.number.int({ min: 2, max: 60 })} minutes, I think`,
  (f) => `We should do this more often. Last time, in ${f.date.month()}, it was ${f.word.adjective()}`,
]

export const emoji = ['👍', '❤️', '😂', '🎉', '😮', '🙏']

/** What somebody says, to begin with or in the middle of a conversation. */
export function saying(faker: Faker, begins: boolean): string {
  return faker.helpers.arrayElement(begins ? openings : answers)(faker)
}
