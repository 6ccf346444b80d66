// On thanks: an address as a QR, four clear modules around it, error correction M.
import { html, svg, type TemplateResult } from 'lit';
import qrcode from 'qrcode-generator';

export function qrCode(text: string): TemplateResult {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  let path = '';
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (code.isDark(y, x)) path += `M${x} ${y}h1v1h-1z`;
  return html`<svg class="qr" viewBox=${`-4 -4 ${size + 8} ${size + 8}`} shape-rendering="crispEdges" aria-hidden="true">
    ${svg`<path d=${path} fill="var(--lacquer-900)" />`}
  </svg>`;
}
