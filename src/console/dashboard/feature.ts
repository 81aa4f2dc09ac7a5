import type { Feature } from '../page.ts';
import { chartPage } from './chart-page.ts';
import { readContent } from './content.ts';
import { contentPage } from './content-page.ts';
import { dismissDemand, readDemand } from './demand.ts';
import { demandPage, dismissForm } from './demand-page.ts';
import { exportPage, exportTable } from './export.ts';
import { readAudience, readPlaces, readService, readTrends } from './figures.ts';
import { readFunnel, readSteps } from './guides.ts';
import { homePage } from './home-page.ts';
import { readMap } from './map.ts';
import { mapPage } from './map-page.ts';
import { readOverview } from './overview.ts';
import { exportReport, reportFilePage, reportPage } from './report.ts';
import { funnelPage, stepsPage } from './steps-page.ts';
import { trendsPage } from './trends-page.ts';
import { communePage, teamPage } from './unit-page.ts';
import { readWaves } from './waves.ts';
import { wavesPage } from './waves-page.ts';

/** What is going on: today, trends, the map, where people stop, scams, questions, content, and every table as a file. */
export const dashboardFeature: Feature = {
  nav: [
    { label: 'Tổng quan', path: '/', permission: 'dashboard.view' },
    { label: 'Số liệu', path: '/so-lieu', permission: 'dashboard.view' },
    { label: 'Bản đồ', path: '/ban-do', permission: 'dashboard.view' },
    { label: 'Lừa đảo', path: '/lua-dao', permission: 'dashboard.view' },
    { label: 'Nhu cầu chưa đáp ứng', path: '/nhu-cau', permission: 'demand.work' },
    { label: 'Nội dung', path: '/noi-dung', permission: 'content.view' },
    { label: 'Báo cáo kỳ', path: '/bao-cao', permission: 'export' },
  ],
  pages: [
    ...[homePage, trendsPage, stepsPage, funnelPage, mapPage, communePage, teamPage, wavesPage, demandPage],
    ...[contentPage, reportPage, reportFilePage, chartPage, exportPage],
  ],
  forms: [dismissForm],
  actions: [
    ...[readOverview, readTrends, readPlaces, readService, readAudience, readSteps, readFunnel, readMap, readWaves],
    ...[readContent, readDemand, dismissDemand, exportTable, exportReport],
  ],
};
