\connect -reuse-previous=on channel_binding=maybe
