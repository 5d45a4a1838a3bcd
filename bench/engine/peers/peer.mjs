// One run of an engine on Node.js: node peer.mjs ENGINE MEASURE HOST USER DATABASE JSON. It says its figures as the other runs do.
import pg from "pg";
import PgBoss from "pg-boss";
import { makeWorkerUtils, run } from "graphile-worker";

const [engine, measure, host, user, database, json] = process.argv.slice(2);
const size = JSON.parse(json);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// What the jobs themselves saw.
const seen = { left: 0, waits: [], all: null };
function expect(jobs) {
  seen.left = jobs;
  seen.waits = [];
  return new Promise((done) => (seen.all = done));
}
function ran(at) {
  if (at) seen.waits.push(performance.now() - at);
  if (--seen.left === 0) seen.all();
}

async function graphile() {
  const { Logger } = await import("graphile-worker");
  const logger = new Logger(() => () => {});
  const pgPool = new pg.Pool({ host, user, database, max: 20 });
  pgPool.on("error", console.error);
  pgPool.on("connect", (client) => client.on("error", console.error));
  const utils = await makeWorkerUtils({ pgPool, logger });
  await utils.migrate();
  const left = async () => Number((await pgPool.query("select count(*) from graphile_worker._private_jobs")).rows[0].count);
  let runner;
  return {
    one: (at) => utils.addJob("no_op", { at }),
    many: async (jobs) => {
      for (let n = 0; n < jobs; n += 1000) await utils.addJobs(Array.from({ length: Math.min(1000, jobs - n) }, () => ({ identifier: "no_op", payload: { at: 0 } })));
    },
    // Its documentation's settings for speed; for pickup its usual ones, which answer sooner.
    start: async (fast) => {
      runner = await run({
        pgPool, logger, noHandleSignals: true, parsedCronItems: [], taskList: { no_op: ({ at }) => ran(at) },
        preset: { worker: fast ? { concurrentJobs: 24, localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } : { concurrentJobs: 10 } },
      });
    },
    finish: async () => {
      while ((await left()) > 0) await sleep(1);
      await runner.stop();
    },
    stop: () => runner.stop(),
    left,
    clear: () => pgPool.query("truncate graphile_worker._private_jobs"),
    end: async () => {
      await utils.release();
      await pgPool.end();
    },
  };
}

async function boss() {
  const client = new PgBoss({ host, user, database, max: 10, supervise: false, schedule: false });
  client.on("error", console.error);
  await client.start();
  await client.createQueue("no_op");
  const pool = new pg.Pool({ host, user, database, max: 1 });
  const left = async () => Number((await pool.query("select count(*) from pgboss.job where name = 'no_op' and state < 'completed'")).rows[0].count);
  let loops = [];
  let stopped = false;
  return {
    one: (at) => client.send("no_op", { at }),
    many: async (jobs) => {
      for (let n = 0; n < jobs; n += 1000) await client.insert(Array.from({ length: Math.min(1000, jobs - n) }, () => ({ name: "no_op", data: { at: 0 } })));
    },
    // Its own worker takes a batch per poll of half a second at the least: this loop around its calls is faster.
    start: async () => {
      loops = Array.from({ length: 4 }, async () => {
        while (!stopped) {
          const jobs = await client.fetch("no_op", { batchSize: 500 });
          if (!jobs?.length) {
            await sleep(1);
            continue;
          }
          for (const job of jobs) ran(job.data.at);
          await client.complete("no_op", jobs.map((j) => j.id));
        }
      });
    },
    finish: async () => {
      while ((await left()) > 0) await sleep(1);
      stopped = true;
      await Promise.all(loops);
      stopped = false;
    },
    left,
    clear: () => pool.query("truncate pgboss.job"),
    end: async () => {
      await pool.end();
      await client.stop({ graceful: false });
    },
  };
}

async function drain(peer) {
  for (let jobs = size.first; ; ) {
    await peer.clear();
    await peer.many(jobs);
    if ((await peer.left()) !== jobs) throw new Error("not all jobs wait");
    const all = expect(jobs);
    const started = performance.now();
    await peer.start(true);
    await all;
    const bodies = (performance.now() - started) / 1000;
    await peer.finish();
    const seconds = (performance.now() - started) / 1000;
    if (seen.left !== 0) throw new Error("some ran again");
    if (seconds >= size.seconds || jobs >= 3_000_000) return { jobs, seconds, bodies: jobs / bodies, rate: jobs / seconds };
    jobs = Math.floor(Math.min(3_000_000, jobs * Math.min(8, Math.max(1.2, (1.3 * size.seconds) / seconds))));
  }
}

async function held(peer) {
  await peer.many(2000);
  const jobs = size.jobs;
  await peer.clear();
  const without = await rate();
  const holder = new pg.Client({ host, user, database });
  await holder.connect();
  await holder.query("begin isolation level repeatable read; select count(*) from pg_class");
  const rates = [];
  const began = performance.now();
  for (let n = 0; n < size.rounds && performance.now() - began < 1000 * size.patience; n++) rates.push(await rate());
  await holder.query("commit");
  await holder.end();
  return { without, held: rates.at(-1), ratio: rates.at(-1) / without };

  async function rate() {
    await peer.many(jobs);
    const all = expect(jobs);
    const started = performance.now();
    await peer.start(true);
    await Promise.race([all, sleep(1000 * size.patience)]);
    const done = jobs - seen.left;
    if (seen.left > 0) {
      await peer.stop();
      await peer.clear();
      return (1000 * done) / (performance.now() - started);
    }
    await peer.finish();
    return (1000 * jobs) / (performance.now() - started);
  }
}

async function enqueue(peer) {
  const clients = async (count) => {
    await peer.clear();
    await peer.one(0);
    const started = performance.now();
    const jobs = await Promise.all(Array.from({ length: count }, async () => {
      let n = 0;
      for (; performance.now() - started < 1000 * size.seconds; n++) await peer.one(0);
      return n;
    }));
    return (1000 * jobs.reduce((a, b) => a + b)) / (performance.now() - started);
  };
  await peer.many(2000);
  await clients(2);
  const [one, eight] = [await clients(1), await clients(8)];
  await peer.clear();
  let jobs = 0;
  const started = performance.now();
  for (; performance.now() - started < 1000 * size.seconds; jobs += 10_000) await peer.many(10_000);
  return { one, eight, bulk: (1000 * jobs) / (performance.now() - started) };
}

async function pickup(peer) {
  const first = 20;
  await peer.clear();
  const all = expect(size.jobs + first);
  await peer.start(false);
  for (let n = 0; n < size.jobs + first; n++) {
    await sleep(20 + Math.floor(Math.random() * 41));
    await peer.one(performance.now());
  }
  await all;
  await peer.finish();
  const sorted = seen.waits.slice(first).sort((a, b) => a - b);
  return { p50: sorted[Math.floor(sorted.length / 2)], p99: sorted[Math.floor(sorted.length * 0.99)] };
}

const peer = await { "graphile-worker": graphile, "pg-boss": boss }[engine]();
const figures = await { drain, enqueue, pickup, held }[measure](peer);
figures["peak MiB"] = process.resourceUsage().maxRSS / 1024;
console.log("figures " + JSON.stringify(figures));
await peer.end();
process.exit(0);
