import encodeQR from 'qr';

/** The margin that readers need. */
const MARGIN = 4;

/** The dark modules of a QR code, row by row, with its margin; level L, because a screen is not scratched. */
export function qr(text: string, mask?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7): readonly (readonly boolean[])[] {
  return encodeQR(text, 'raw', { ecc: 'low', border: MARGIN, ...(mask === undefined ? {} : { mask }) });
}
