/**
 * Draws a QR code as black squares, sharp at any size, with the white rim of four squares it needs. `size` in points,
 * rim included. Level Q: a quarter of a printed card may be worn or creased.
 */
export async function drawQr(
  doc: PDFKit.PDFDocument,
  text: string,
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
): Promise<void> {
  const { create } = await import('qrcode');
  const { modules } = create(text, { errorCorrectionLevel: 'Q' });
  const rim = 4;
  const unit = size / (modules.size + 2 * rim);
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 1) {
        // A hair larger, so that no white line shows between two squares.
        doc.rect(x + (column + rim) * unit, y + (row + rim) * unit, unit + 0.05, unit + 0.05);
      }
    }
  }
  doc.fill('#000');
}
