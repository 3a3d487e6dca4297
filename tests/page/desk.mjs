// A ledger of our own articles, served by the real program.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = new URL('../..', import.meta.url).pathname;
export const program = process.env.TELLINGS ?? join(root, 'target/debug/tellings');

/** Runs the program; its exit status must be 0. */
export const tellings = (...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Starts `tellings serve` with these arguments on a free port; gives its address, and what stops it. */
export async function serve(...args) {
  const server = spawn(program, ['serve', '--listen', '127.0.0.1:0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  server.stderr.on('data', (data) => { said += data; });
  const address = await new Promise((found, failed) => {
    let out = '';
    server.stdout.on('data', (data) => {
      out += data;
      const at = out.match(/http:\/\/[^\s/]+/);
      if (at) found(at[0]);
    });
    server.once('exit', (code) => failed(new Error(`tellings serve ended with ${code}: ${said}`)));
  });
  const stop = () => new Promise((ended) => {
    server.removeAllListeners('exit');
    server.once('exit', ended);
    server.kill('SIGTERM');
  });
  return { address, stop };
}

/** A desk: a folder with a ledger, into which articles can be put while it is served. */
export class Desk {
  folder = mkdtempSync(join(tmpdir(), 'tellings-desk-'));
  db = join(this.folder, 'desk.tellings');

  constructor(articles = []) {
    tellings('init', '--db', this.db);
    if (articles.length) this.add(articles);
  }

  add(articles) {
    const file = join(this.folder, `${articles[0].id}.jsonl`);
    writeFileSync(file, articles.map((article) => JSON.stringify(article)).join('\n'));
    tellings('add', '--db', this.db, file);
  }

  leave() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Articles of one day about a bus in Kherson whose toll rises, and of a fire in Leeds; one of them means harm. */
export function articles() {
  const at = (hour) => `2025-03-04T${String(hour).padStart(2, '0')}:00:00Z`;
  const bus = (id, hour, killed, wounded, voice) => ({
    id, language: 'en', outlet: `${id}.example`, url: `https://${id}.example/bus`, published: at(hour),
    title: `Drone hits bus in Kherson, ${killed} dead`,
    text: `${killed} people were killed and ${wounded} were wounded when a drone hit a bus in Kherson on Tuesday, ${voice} said.\n\nRescuers worked at the stop through the day.`,
  });
  return [
    bus('dnipro-courier', 8, 'Five', '14', 'the mayor'),
    bus('steppe-post', 11, 'Seven', '16', 'police'),
    bus('black-sea-wire', 15, 'Nine', '20', 'the regional governor'),
    { id: 'hostile', language: 'en', outlet: '"><script>document.title = "taken"</script>', url: 'javascript:alert(1)', published: at(16),
      title: 'Drone hits bus in Kherson <img src=x onerror="document.title=1">',
      text: 'Nine people were killed when a drone hit a bus in Kherson on Tuesday, police said.\n\n<script>document.title = "taken"</script>' },
    { id: 'kherson-ar', language: 'ar', outlet: 'arabic.example', published: at(17), title: 'مقتل خمسة في خيرسون', text: 'قتل خمسة أشخاص في غارة على حافلة في خيرسون يوم الثلاثاء.' },
    { id: 'aire-times', language: 'en', outlet: 'aire-times.example', url: 'https://aire-times.example/fire', published: at(9),
      title: 'Two hurt in warehouse fire in Leeds', text: 'Two people were injured in a fire at a warehouse in Leeds on Tuesday, firefighters said.' },
    { id: 'moor-gazette', language: 'en', outlet: 'moor-gazette.example', url: 'https://moor-gazette.example/blaze', published: at(12),
      title: 'Explosion heard in Bradford', text: 'One man was injured in an explosion at a garage in Bradford on Tuesday, police said.' },
  ];
}
