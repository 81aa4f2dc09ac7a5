import { inflateRawSync } from 'node:zlib';

/** An honest sheet of 20,000 rows has about 15 MB unpacked; what has more is built to fill the memory. */
const MAX_UNPACKED_BYTES = 40 * 1024 * 1024;
const MAX_PARTS = 500;
/** Columns that are read: `ZZ`. A lone cell far out makes every row as wide. */
const MAX_COLUMNS = 702;

const END_OF_ZIP = 0x06054b50;
const ZIP_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

interface ZipPart {
  readonly name: string;
  readonly method: number;
  readonly packed: Buffer;
  readonly unpackedBytes: number;
}

/**
 * The rows of the first sheet of an xlsx file as texts, each with its row number. Throws Error, in words for whoever made
 * the file, when it is no such file, unpacks to more than 40 MB, or has cells beyond `maxRows` rows (and the heading).
 */
export async function readXlsxRows(
  bytes: Buffer,
  maxRows: number,
): Promise<readonly { readonly line: number; readonly cells: readonly string[] }[]> {
  refuseBombs(bytes, maxRows);
  // Loaded when a sheet is read: the server never needs it.
  const { readSheet } = await import('read-excel-file/universal');
  const file = new Uint8Array(bytes).buffer;
  const rows = (await readSheet(file)) as readonly (readonly unknown[])[];
  return rows.map((cells, index) => ({ line: index + 1, cells: cells.map(cellText) }));
}

function cellText(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : '';
}

/** What is really in the file is measured here: sizes that it states about itself may be lies. */
function refuseBombs(bytes: Buffer, maxRows: number): void {
  let left = MAX_UNPACKED_BYTES;
  for (const part of zipParts(bytes)) {
    if (part.unpackedBytes > left) throw tooLarge();
    const content = unpack(part, left);
    left -= content.length;
    if (/^\/?xl\/worksheets\/[^/]+\.xml$/u.test(part.name)) refuseFarCells(content.toString('latin1'), maxRows);
  }
}

const tooLarge = (): Error => new Error('it is larger than 40 MB when unpacked');

function unpack({ method, packed, unpackedBytes }: ZipPart, most: number): Buffer {
  if (method === 0) {
    if (packed.length > most) throw tooLarge();
    return packed;
  }
  if (method !== 8) throw new Error('it is packed in a way that Excel does not use');
  try {
    // One byte more than stated shows the lie.
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, Math.min(most, unpackedBytes + 1)) });
    if (content.length !== unpackedBytes) throw new Error('it is damaged');
    return content;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Error('it is damaged', { cause: error });
  }
}

/** Parts by the directory at the end of the file, which is also what the reader goes by. */
function zipParts(bytes: Buffer): ZipPart[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END_OF_ZIP) throw new Error('it is damaged');
  const count = bytes.readUInt16LE(end + 10);
  if (count > MAX_PARTS) throw new Error(`it has ${count} parts; a sheet has a few dozen`);
  const parts: ZipPart[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ZIP_ENTRY) throw new Error('it is damaged');
    const nameLength = bytes.readUInt16LE(at + 28);
    parts.push(toPart(bytes, at, nameLength));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

function toPart(bytes: Buffer, at: number, nameLength: number): ZipPart {
  const local = bytes.readUInt32LE(at + 42);
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL_ENTRY) throw new Error('it is damaged');
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  return {
    name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
    method: bytes.readUInt16LE(at + 10),
    packed: bytes.subarray(from, from + bytes.readUInt32LE(at + 20)),
    unpackedBytes: bytes.readUInt32LE(at + 24),
  };
}

function refuseFarCells(sheet: string, maxRows: number): void {
  for (const [, column = '', row = ''] of sheet.matchAll(
    /<(?:\w{1,9}:)?c\s[^>]{0,200}?\br\s*=\s*["']([A-Z]+)(\d+)["']/gu,
  )) {
    const columns = Array.from(column).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    if (columns > MAX_COLUMNS)
      throw new Error(`it has a cell in column ${column}; delete the columns behind the table`);
    if (Number(row) > maxRows + 1)
      throw new Error(`it has a cell in row ${row}; at most 20,000 rows are read. Delete the empty rows, or split it`);
  }
}
