/** English, for the sheet of what the keyboard can do. */
export const enKeys = {
  title: 'By keyboard',
  help: 'This sheet',
  search: 'Search',
  newChat: 'New conversation',
  nextChat: 'Next or previous chat',
  nextUnread: 'Next unread chat',
  compose: 'To the field for writing',
  messages: 'To the messages; then up and down',
  editLast: 'Edit my last message (field empty)',
  send: 'Send',
  newLine: 'New line',
  reply: 'Reply to the message',
  react: 'React to it',
  edit: 'Edit it',
  pin: 'Pin it, or unpin',
  copy: 'Copy its text',
  remove: 'Delete it',
  menu: 'All that can be done with it',
  back: 'Back, close, cancel',
  info: 'Details of the chat',
  end: 'To the newest message',
  onMessage: 'On a message',
  everywhere: 'Everywhere',
  writing: 'When writing',
}

export type KeyWords = typeof enKeys
