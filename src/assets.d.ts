/** Files that go along with the program, also inside the executable: imported `with { type: 'file' }`, they are a path. */
declare module '*.css' {
  const path: string
  export default path
}
declare module '*.svg' {
  const path: string
  export default path
}
declare module '*/docs.js' {
  const path: string
  export default path
}
declare module '*/front.js' {
  const path: string
  export default path
}
declare module 'swagger-ui-dist/swagger-ui-bundle.js' {
  const path: string
  export default path
}
