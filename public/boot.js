// Starts the page's program; trunk writes the names of its two files into our tag.
const tag = document.querySelector("script[data-js]");
const boot = document.getElementById("boot");

// A module that holds one vector instruction: do we have WebAssembly with SIMD?
const hasSimd = () =>
  typeof WebAssembly === "object" &&
  WebAssembly.validate(
    Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11),
  );

function fail(sentence) {
  boot.textContent = sentence;
  boot.dataset.notice = "boot";
}

if (!hasSimd()) {
  fail("This browser lacks WebAssembly with SIMD, which Flow Lab computes with. Chrome, Edge and Firefox have it since 2021, Safari since 16.4.");
} else {
  try {
    const program = await import(new URL(tag.dataset.js, document.baseURI));
    // The program takes the line away when it draws over it; else we do.
    await program.default({ module_or_path: new URL(tag.dataset.wasm, document.baseURI) });
    boot.remove();
  } catch (error) {
    console.error(error);
    fail(`Flow Lab could not start (${error.message ?? error}). Load the page again; if that does not help, its copy on this server is incomplete.`);
  }
}
