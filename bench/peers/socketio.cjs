/** The peer: stock socket.io on Node. Each socket is in the room that it names; what is posted to a room is broadcast to it. */
const { createServer } = require('node:http')
const { Server } = require('socket.io')

const http = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    io.to(request.url.slice(1)).emit('entry', JSON.parse(Buffer.concat(chunks).toString()), 'cursor')
    response.writeHead(201).end('{}')
  })
})
const io = new Server(http, { perMessageDeflate: false, transports: ['websocket'] })
io.use((socket, next) => (socket.handshake.auth.token ? next() : next(new Error('no token'))))
io.on('connection', (socket) => {
  socket.join(String(socket.handshake.auth.room ?? 'all'))
  socket.emit('ready', {})
})
http.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${http.address().port}`))
process.on('SIGTERM', () => process.exit(0))
