import type QrCode from 'qrcode';
import { createRequire } from 'node:module';
import { type Html, html } from '../../shared/html.ts';

/** Loaded with the first code that is drawn: it is 57 files, and few starts ever draw one. */
const require = createRequire(import.meta.url);

/** White squares around the code, as scanners need them. */
const RIM = 4;

/** A QR code as a picture inside the page: one path of black squares on white. Level M: it is shown on a screen. */
export function qrPicture(text: string, label: string): Html {
  const { create } = require('qrcode') as typeof QrCode;
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const size = modules.size + 2 * RIM;
  let squares = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      const start = column;
      while (column < modules.size && modules.get(row, column) === 1) column += 1;
      if (column > start) squares += `M${start + RIM} ${row + RIM}h${column - start}v1h${start - column}z`;
    }
  }
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" width="240" height="240" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${squares}" fill="#000"/></svg>`;
}
