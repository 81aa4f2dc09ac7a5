/**
 * A report as it is laid out, before it becomes a sheet or paper. Plain data, known to whoever fills it and to whoever
 * prints it. All words are Vietnamese.
 */
export interface ReportDocument {
  /** The heading of the office that hands it in, two lines at most. */
  readonly issuer: readonly string[];
  /** Whom it goes to; undefined = it stays where it was made. */
  readonly to?: string;
  readonly title: string;
  readonly subtitle: string;
  /** What has to be known before any figure is read. */
  readonly notes: readonly string[];
  readonly sections: readonly ReportSection[];
  /** "Phường Lộc Ninh, ngày 22 tháng 11 năm 2026" */
  readonly placeAndDate: string;
  /** Who signs, from left to right. */
  readonly signers: readonly string[];
  /** `2026-11-22` */
  readonly printedOn: string;
  /** Further sheets of a workbook: what is too long for paper. */
  readonly sheets: readonly ReportSheetPart[];
}

export interface ReportSection {
  readonly title: string;
  readonly notes: readonly string[];
  readonly table?: ReportTable;
  /** True: a workbook has it as a sheet of its own. */
  readonly isOnPaperOnly?: true;
}

export interface ReportSheetPart {
  readonly name: string;
  readonly table: ReportTable;
}

export interface ReportTable {
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly ReportCell[])[];
}

export interface ReportColumn {
  readonly title: string;
  /** How wide, in letters of a spreadsheet; on paper the proportions count. */
  readonly widthChars: number;
  /** Numbers stand on the right. */
  readonly isNumber: boolean;
}

/** A text, a number, or nothing that is known. */
export type ReportCell = string | number | null;

export const numberColumn = (title: string, widthChars = 10): ReportColumn => ({ title, widthChars, isNumber: true });
export const textColumn = (title: string, widthChars: number): ReportColumn => ({ title, widthChars, isNumber: false });
