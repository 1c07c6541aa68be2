import type { DeviceKind } from '../db/schema.ts'
import type { Registration } from '../transports/push/devices.ts'
import { apnsToken, fcmToken } from '../transports/push/routes.ts'

const kinds: Record<string, DeviceKind> = { android: 'fcm', ios: 'apns' }

/** What a telephone says of itself while it does something else. */
export interface OldDevice {
  os?: string | null | undefined
  reg_id?: string | null | undefined
  app_version?: string | null | undefined
}

/**
 * The device, as far as it can be reached by push from here. One that cannot keeps nobody out: telephones also send what
 * they have when they have no token yet.
 */
export function readDevice(
  { os, reg_id, app_version }: OldDevice,
  ways: readonly DeviceKind[],
): Registration | undefined {
  const kind = kinds[os?.toLowerCase() ?? '']
  if (!kind || !ways.includes(kind)) return undefined
  const token = (kind === 'fcm' ? fcmToken : apnsToken).safeParse(reg_id)
  if (!token.success) return undefined
  const app = `${os} ${app_version ?? ''}`.trim()
  return { kind, address: token.data, keys: null, app, language: null, showsText: true }
}
