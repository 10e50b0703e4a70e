// The store's rows as adapters see them.
//
// Thread safety: pure function; the result looks into the row.
#pragma once

#include "adapters/adapter.h"
#include "bot/store/records.h"

namespace frontdesk::runtime {

inline adapters::Row RowOf(const store::TranscriptRow& row) {
  return {row.seq, row.id, row.at, row.from, row.event_id, row.body};
}

}  // namespace frontdesk::runtime
