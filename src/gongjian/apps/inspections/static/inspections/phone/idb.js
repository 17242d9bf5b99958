// IndexedDB with promises: a request, a whole transaction that is on the disk when it resolves, and opening.
export const asked = (request) => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});

export function openDatabase(name, version, upgrade) {
  return new Promise((done, fail) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = (event) => upgrade(request.result, event.oldVersion, request.transaction);
    request.onblocked = () => fail(new Error("another tab holds an older version of the store"));
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      done(request.result);
    };
  });
}

// Run `work` (which may await only requests of its own transaction) and resolve with its answer once all is written.
// Where the browser can, "written" means flushed to the disk: a phone that loses power keeps it.
export function transact(database, stores, mode, work) {
  return new Promise((done, fail) => {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    let answer;
    let fault = null;
    transaction.oncomplete = () => done(answer);
    transaction.onerror = () => { fault ??= transaction.error; };
    transaction.onabort = () => fail(fault ?? transaction.error ?? new DOMException("", "AbortError"));
    Promise.resolve(work(transaction)).then((value) => { answer = value; }, (error) => {
      fault = error;
      try { transaction.abort(); } catch { fail(error); }
    });
  });
}
