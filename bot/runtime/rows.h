// The store's rows and the server's requests as adapters see them.
//
// Thread safety: pure functions; the result looks into what was given.
#pragma once

#include "adapters/adapter.h"
#include "bot/net/http_server.h"
#include "bot/store/records.h"

namespace frontdesk::runtime {

inline adapters::Row RowOf(const store::TranscriptRow& row) {
  return {row.seq, row.id, row.at, row.from, row.event_id, row.body};
}

inline adapters::RawRequest ViewOf(const net::HttpRequest& request) {
  return {request.method, request.path, request.query, request.headers, request.body};
}

}  // namespace frontdesk::runtime
