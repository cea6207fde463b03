select config_name, config::text as config, spec_version, genesis_state_root
from networks
