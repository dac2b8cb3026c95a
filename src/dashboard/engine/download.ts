import { EngineTrouble } from './refusals.ts';

/** @param onShare called with the fraction that has arrived; null when the size is unknown. @throws EngineTrouble */
export async function download(url: string, onShare: (share: number | null) => void): Promise<Uint8Array> {
  try {
    return await read(await fetch(url), onShare);
  } catch (error) {
    throw new EngineTrouble('noModelFile', error instanceof Error ? error.message : String(error));
  }
}

async function read(response: Response, onShare: (share: number | null) => void): Promise<Uint8Array> {
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const length = Number(response.headers.get('content-length'));
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(await response.arrayBuffer());
  const parts: Uint8Array[] = [];
  let received = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    received += part.value.length;
    onShare(length > 0 ? Math.min(1, received / length) : null);
  }
  const whole = new Uint8Array(received);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
