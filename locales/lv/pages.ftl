service-name = Kalends
