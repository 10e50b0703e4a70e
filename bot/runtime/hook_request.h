// One request of a platform, kept until it is answered: what it says, who sent it, and where its answer goes.
//
// Ownership: owns the request's bytes, which `view` and `verified` look into, and the workspace that serves it.
// Threads: the I/O thread until it is handed on; then whoever holds it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "bot/net/http_server.h"
#include "bot/runtime/live_workspace.h"
#include "bot/runtime/rows.h"

namespace frontdesk::runtime {

struct HookRequest {
  HookRequest(std::shared_ptr<const Served> by, const ServedAccount& to, net::HttpRequest request,
              net::HttpReply answer, std::string bytes)
      : served(std::move(by)),
        account(to),
        http(std::move(request)),
        reply(std::move(answer)),
        random(std::move(bytes)),
        view(ViewOf(http)) {}
  HookRequest(const HookRequest&) = delete;
  HookRequest& operator=(const HookRequest&) = delete;

  const adapters::Adapter& adapter() const { return *account.adapter; }
  const std::string& name() const { return account.settings.account; }
  adapters::Env EnvAt(base::TimePoint now, std::string_view keys = {}) const {
    return {now, account.settings, random, {}, keys};
  }

  const std::shared_ptr<const Served> served;
  const ServedAccount& account;
  const net::HttpRequest http;
  const net::HttpReply reply;
  const std::string random;
  const adapters::RawRequest view;
  std::optional<adapters::Verified> verified;
};

}  // namespace frontdesk::runtime
