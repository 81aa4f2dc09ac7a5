import type { Subject } from '../subject.ts';
import type { Drawing } from './canvas.ts';
import { drawCertificate } from './certificate.ts';
import { drawChart } from './chart.ts';
import { drawCover, drawTopic } from './cover.ts';
import { drawEmergency } from './emergency.ts';
import { topicColours } from './palette.ts';
import { drawScreen } from './screen.ts';

/** The picture of a subject as SVG. The same subject gives the same letters and lines, whenever it is drawn. */
export function draw(subject: Subject): Drawing {
  switch (subject.kind) {
    case 'screen':
      return drawScreen({ ...subject, topicColour: topicColours[subject.topic] });
    case 'cover':
      return drawCover(subject.title, subject.topic, subject.topicTitle);
    case 'topic':
      return drawTopic(subject.topic, subject.topicTitle);
    case 'emergency':
      return drawEmergency();
    case 'certificate':
      return drawCertificate(subject);
    case 'chart':
      return drawChart(subject);
  }
}
