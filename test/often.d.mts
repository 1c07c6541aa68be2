export function often(few: number, many: number): number
