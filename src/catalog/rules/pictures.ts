import { pictureFolder, type PictureFile } from '../picture-files.ts';
import { lint, type Content, type Finding, type Rule } from './rule.ts';

/** Zalo refuses larger pictures (page "Gửi tin Tư vấn đính kèm hình ảnh", 2026-11), bytes. */
const maxBytes = 1_048_576;

interface Named {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

/** Pictures that steps name. */
function namedIn({ flows }: Content): Named[] {
  return flows.flatMap(({ file, flow, lineOf }) =>
    Object.entries(flow.steps).flatMap(([step, definition]): Named[] => {
      if (definition.type !== 'say' || !definition.picture || !('file' in definition.picture)) return [];
      return [{ file, line: lineOf(['steps', step, 'picture', 'file']), name: definition.picture.file }];
    }),
  );
}

function missing(content: Content): Finding[] {
  const { pictures } = content;
  if (!pictures) return [];
  return namedIn(content).flatMap(({ file, line, name }) => {
    if (pictures.has(name)) return [];
    const problem = `chưa có hình "${name}" trong thư mục ${pictureFolder}`;
    return [{ file, line, problem, fix: 'chép hình vào thư mục đó, hoặc sửa lại tên hình', quote: name }];
  });
}

function faultOf(name: string, { bytes, format }: PictureFile): Pick<Finding, 'problem' | 'fix'> | undefined {
  // Rounded up: one byte too many is not "1,0 MB".
  const size = `${(Math.ceil((bytes / maxBytes) * 10) / 10).toFixed(1).replace('.', ',')} MB`;
  if (bytes > maxBytes) {
    return { problem: `hình "${name}" nặng ${size}, Zalo chỉ nhận tối đa 1 MB`, fix: 'thu nhỏ hình rồi lưu lại' };
  }
  if (format === 'gif') {
    return { problem: `hình "${name}" là hình động GIF, chưa gửi được`, fix: 'lưu hình thành tệp png hoặc jpg' };
  }
  const ending = name.split('.').at(-1)?.replace('jpeg', 'jpg');
  if (format === ending) return undefined;
  return {
    problem: `tệp "${name}" không phải hình ${ending}`,
    fix: 'mở hình bằng ứng dụng xem ảnh rồi lưu lại thành tệp png hoặc jpg',
  };
}

function unusable(content: Content): Finding[] {
  return namedIn(content).flatMap(({ file, line, name }) => {
    const picture = content.pictures?.get(name);
    const fault = picture && faultOf(name, picture);
    return fault ? [{ file, line, ...fault, quote: name }] : [];
  });
}

/** Rules on ready-made pictures. None stops a start: a picture that cannot be sent is left out, the text says it all. */
export const pictureRules: readonly Rule[] = [
  lint('picture-missing', 'error', missing),
  lint('picture-unusable', 'error', unusable),
];
