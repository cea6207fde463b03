-- Those of the inputs with these digests that are known.
select i.id, h.sha256
from unnest(:sha256s::bytea[]) as h (sha256)
  join inputs i on sha256(i.ssz) = h.sha256
