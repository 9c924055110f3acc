// What this telephone keeps until it is sent: drafts of forms, photos and all, in IndexedDB.

const NAME = "linli-foot";
const DRAFTS = "drafts";

// A draft: { key, person, address, title, fields: [[name, value]], photos: [{ name, blob }], state,
// reason, at }. `state` is draft, waiting, sent or refused.

export async function put(draft) {
  await asked("readwrite", (drafts) => drafts.put(draft));
}

export async function get(key) {
  return asked("readonly", (drafts) => drafts.get(key));
}

export async function drop(key) {
  await asked("readwrite", (drafts) => drafts.delete(key));
}

export async function all() {
  return asked("readonly", (drafts) => drafts.getAll());
}

async function asked(mode, ask) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(DRAFTS, mode, { durability: "strict" });
      const request = ask(transaction.objectStore(DRAFTS));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(DRAFTS, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
