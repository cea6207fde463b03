select genesis_time
from networks
