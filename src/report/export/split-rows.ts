/** Splits an export into files, for imports that limit their rows. */

export interface ExportPart<Row> {
  file: string;
  rows: readonly Row[];
}

/** Splits rows: `netbox.csv` becomes `netbox-1.csv`, `netbox-2.csv`, ...; at least one file, also without rows. */
export function splitRows<Row>(rows: readonly Row[], file: string, size: number): ExportPart<Row>[] {
  const count = Math.max(1, Math.ceil(rows.length / size));
  return Array.from({ length: count }, (_, index) => ({
    file: createPartName(file, index + 1),
    rows: rows.slice(index * size, (index + 1) * size),
  }));
}

/** Creates the name of a part: `netbox-2.csv` for `netbox.csv` and 2. */
export function createPartName(file: string, part: number): string {
  const [, name = file, extension = ''] = /^(.*?)(\.[^./\\]+)?$/s.exec(file) ?? [];
  return `${name}-${part}${extension}`;
}
