/** Writes the conformance job's report: HTML for people, JSON beside it, and one Allure result a group and mode. */
import { mkdir, writeFile } from 'node:fs/promises';
import type { JobReport } from '../conformance/job/job.ts';
import { html } from './html.ts';

export function reportJson(report: JobReport): object {
  return { ...report, known: Object.fromEntries(report.known) };
}

/** Gives the path of the HTML file. */
export async function writeReport(report: JobReport, folder: string, allureFolder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = `${folder}/index.html`;
  await writeFile(path, html(report, new Date()));
  await writeFile(`${folder}/report.json`, `${JSON.stringify(reportJson(report))}\n`);
  await writeFile(`${folder}/mismatches.jsonl`, report.mismatches.map((each) => `${JSON.stringify(each)}\n`).join(''));
  await mkdir(allureFolder, { recursive: true });
  const stop = Date.now();
  const start = Math.round(stop - report.seconds * 1000);
  for (const { group, cells } of report.matrix.rows()) {
    for (const [mode, cell] of cells) {
      const name = `${group}, ${mode}`;
      const status = cell.mismatched > 0 ? 'failed' : cell.compared > 0 ? 'passed' : 'skipped';
      const uuid = `conformance-${name.replace(/[^\w]+/g, '-')}`;
      const labels = [
        { name: 'parentSuite', value: 'conformance' },
        { name: 'suite', value: group },
      ];
      const message = `${cell.compared} compared, ${cell.skipped} skipped, ${cell.mismatched} mismatched, ${cell.known} known`;
      const result = {
        uuid,
        historyId: name,
        fullName: `conformance/${name}`,
        name,
        status,
        statusDetails: { message },
        stage: 'finished',
        steps: [],
        attachments: [],
        parameters: [],
        labels,
        links: [],
        start,
        stop,
      };
      await writeFile(`${allureFolder}/${uuid}-result.json`, JSON.stringify(result));
    }
  }
  return path;
}
