const TEMPLATES = {
  teams: [
    ['Mã tổ', 'Tên tổ', 'Tỉnh', 'Xã/phường', 'Thôn/ấp', 'Số hộ'],
    ['LN03', 'Tổ công nghệ số ấp 3', 'Đồng Nai', 'Phường Lộc Ninh', 'Ấp 3', '215'],
  ],
  members: [
    ['Mã tổ', 'Họ tên', 'Vai trò', 'Tỉnh', 'Xã/phường'],
    ['LN03', 'Trần Văn Ba', 'Tổ trưởng', '', ''],
    ['LN03', 'Lê Thị Chín', 'Thành viên', '', ''],
    ['', 'Nguyễn Thị Sáu', 'Cán bộ xã', 'Đồng Nai', 'Phường Lộc Ninh'],
  ],
} as const;

/** Characters a column is wide. */
const COLUMN_WIDTH = 24;

/** A file to fill in: the headings an import understands, and example rows. CSV has the mark that Excel needs for UTF-8. */
export async function teamTemplate(kind: keyof typeof TEMPLATES, format: 'xlsx' | 'csv'): Promise<Buffer> {
  const rows = TEMPLATES[kind];
  if (format === 'csv') return Buffer.from(`\uFEFF${rows.map((row) => row.join(',')).join('\r\n')}\r\n`);
  const { default: writeExcel } = await import('write-excel-file/node');
  const [heading = [], ...examples] = rows as readonly (readonly string[])[];
  const cells = [
    heading.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...examples.map((row) => row.map((value) => (value === '' ? null : { value, type: String }))),
  ];
  return writeExcel(cells, { columns: heading.map(() => ({ width: COLUMN_WIDTH })) }).toBuffer();
}
