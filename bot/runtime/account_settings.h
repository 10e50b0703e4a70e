// Reads the keys of one account, as its adapter declares them. Part of the reader of frontdesk.yaml; others call
// ReadConfig of config.h.
//
// Thread safety: reads the environment and secret files, nothing else that is shared.
// Failure: findings with the place of the key; what is wrong is left out of the Settings.
#pragma once

#include "adapters/adapter.h"
#include "bot/base/yaml.h"
#include "bot/runtime/config.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxSettingBytes = 2'000;
inline constexpr std::size_t kMaxSettingList = 1'000;

struct SecretSource {
  std::string directory = {};  // what files of secrets are relative to
  Secrets secrets = Secrets::kRead;
};

adapters::Settings ReadAccountSettings(base::Fields& fields, const base::YamlNode& account,
                                       const adapters::Adapter& adapter, const SecretSource& secrets,
                                       base::Findings& findings);

// Whatever the account's type: a secret that stands in the file has already leaked, and is worth a word of its own.
void RefusePlainSecrets(const base::YamlNode& account, base::Findings& findings);

}  // namespace frontdesk::runtime
