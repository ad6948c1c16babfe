// Start of a worker: loads one of our programs, both files in the version of the page.
//
//   new Worker("./worker_boot.js?program=worker_cpu&v=<build>&life=<k>", { type: "module" })
//
// The build is in <meta name="flow-lab-build">; life counts restarts from 0 and
// is for the person who debugs. The program speaks first. What kills a worker
// reaches the page as { boot_error: "one sentence" }; all else it is sent are bytes.
const query = new URL(self.location.href).searchParams;
const program = query.get("program");
const version = encodeURIComponent(query.get("v") ?? "");

function die(sentence) {
  self.postMessage({ boot_error: sentence });
  self.close();
}

const reason = (error) => String(error?.message ?? error ?? "no reason given").split("\n")[0];

// A panic in a task of its own ends as a rejected promise, which the page would never hear of.
self.addEventListener("unhandledrejection", (event) => die(`The worker failed: ${reason(event.reason)}.`));
self.addEventListener("error", (event) => die(`The worker failed: ${reason(event)}.`));

if (program !== "worker_cpu" && program !== "worker_gpu") {
  die(`There is no worker program “${program}”.`);
} else {
  try {
    const { default: start } = await import(`./${program}.js?v=${version}`);
    await start({ module_or_path: new URL(`./${program}_bg.wasm?v=${version}`, import.meta.url) });
  } catch (error) {
    die(`The program ${program} could not be loaded (${reason(error)}). Load the page again; if that does not help, its copy on this server is incomplete.`);
  }
}
