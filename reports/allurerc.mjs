// `npm run report` makes reports/out/allure from the results that vitest and the conformance job left behind. No quality gate: the exit
// statuses of `npm test` and `npm start` are the gate.
export default {
  name: 'plex86',
  output: 'reports/out/allure',
  historyPath: 'reports/out/history.jsonl',
  plugins: {
    awesome: {
      options: {
        reportName: 'plex86',
        singleFile: true,
        groupBy: ['parentSuite', 'suite', 'subSuite'],
      },
    },
  },
};
