import { type Html, html } from '../../shared/html.ts';

/** White rim that readers of codes need, in squares. */
const RIM = 4;

/**
 * A QR code as inline SVG, black on white in both themes, with what it leads to for those who hear the page. Level M: a
 * screen is neither worn nor creased. About 3 kB.
 */
export async function qrSvg(text: string, alt: string): Promise<Html> {
  const { create } = await import('qrcode');
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) !== 1) continue;
      const from = column;
      while (column + 1 < modules.size && modules.get(row, column + 1) === 1) column += 1;
      path += `M${from + RIM} ${row + RIM}h${column - from + 1}v1h-${column - from + 1}z`;
    }
  }
  const size = modules.size + 2 * RIM;
  return html`<svg class="qr" role="img" aria-label="${alt}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;
}
