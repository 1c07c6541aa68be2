import css from '../style/future.css' with { type: 'text' }

/** The style of these pages comes with them. */
const sheet = new CSSStyleSheet()
sheet.replaceSync(css)
document.adoptedStyleSheets.push(sheet)
