/** Writes zip archives in which any field can be forged. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface HostileEntry {
  name: string | Buffer;
  content?: Buffer;
  /** Compressed with deflate. Default: stored. */
  deflate?: boolean;
  /** Forged values of the header. */
  size?: number;
  packedSize?: number;
  checksum?: number;
  method?: number;
  flags?: number;
  /** Unix mode, for example that of a symbolic link. */
  mode?: number;
  /** Offset of a local header of another entry; this entry then writes none. */
  offset?: number;
  localSignature?: number;
}

/** @param lies forged values of the end of the archive */
export function hostileZip(
  entries: readonly HostileEntry[],
  lies: { count?: number; directoryOffset?: number; directorySize?: number } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = typeof entry.name === 'string' ? Buffer.from(entry.name) : entry.name;
    const content = entry.content ?? Buffer.alloc(0);
    const packed = entry.deflate ? deflateRawSync(content) : content;
    const fields = Buffer.alloc(22);
    fields.writeUInt16LE(entry.flags ?? 0, 0);
    fields.writeUInt16LE(entry.method ?? (entry.deflate ? 8 : 0), 2);
    fields.writeUInt32LE(entry.checksum ?? crc32(content), 8);
    fields.writeUInt32LE(entry.packedSize ?? packed.length, 12);
    fields.writeUInt32LE(entry.size ?? content.length, 16);
    fields.writeUInt16LE(name.length, 20);
    const listed = Buffer.alloc(46);
    listed.writeUInt32LE(0x02014b50, 0);
    listed.writeUInt16LE(0x0314, 4); // made by Unix
    listed.writeUInt16LE(20, 6);
    fields.copy(listed, 8);
    listed.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
    listed.writeUInt32LE(entry.offset ?? offset, 42);
    directory.push(listed, name);
    if (entry.offset !== undefined) continue;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(entry.localSignature ?? 0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    fields.copy(local, 6);
    parts.push(local, name, packed);
    offset += local.length + name.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(lies.count ?? entries.length, 8);
  end.writeUInt16LE(lies.count ?? entries.length, 10);
  end.writeUInt32LE(lies.directorySize ?? listing.length, 12);
  end.writeUInt32LE(lies.directoryOffset ?? offset, 16);
  return Buffer.concat([...parts, listing, end]);
}
